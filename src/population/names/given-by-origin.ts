import type { Origin } from './common-surnames.ts';

/** Given names of the families' own languages; with diacritics, as the bearers write them. */
export const givenByOrigin: Partial<Record<Origin, { female: string; male: string }>> = {
  hispanic: {
    female: `María Guadalupe Ana Juana Rosa Carmen Sofía Valentina Camila Isabella Ximena Gabriela Daniela Alejandra Mariana Fernanda Lucía Elena
    Yolanda Leticia Silvia Martha Verónica Patricia Adriana Claudia Esperanza Dolores Teresa Margarita Alicia Graciela Norma Irma Blanca Lourdes
    Maribel Rocío Beatriz Marisol Araceli Yesenia Karina Paola Andrea Natalia Valeria Renata Regina Jimena Itzel Luz Mercedes Concepción Josefina
    Consuelo Inés Raquel Rebeca Estela Ofelia Amparo Pilar Socorro Catalina Carolina Lorena Mayra Nayeli Aurora Esmeralda Noemí Perla Zoraida Xiomara`,
    male: `José Juan Luis Carlos Jesús Miguel Francisco Jorge Manuel Antonio Alejandro Pedro Ángel Roberto Fernando Ricardo Eduardo Rafael Javier
    Sergio Raúl Mario Alberto Arturo Enrique Ramón Óscar Héctor Martín Andrés Diego Santiago Mateo Sebastián Emiliano Gabriel Daniel David Víctor
    Gerardo Rubén Alfredo Armando Ernesto Guillermo Gustavo Julio Pablo Salvador Ignacio Felipe Adrián Iván Hugo César Joaquín Nicolás Tomás Leonardo
    Rodrigo Cristian Esteban Efraín Gilberto Ismael Israel Leonel Lorenzo Marco Moisés Noé Orlando Rigoberto Rodolfo Rogelio Saúl Vicente Wilfredo Ulises`,
  },
  vietnamese: {
    female:
      'Lan Mai Hương Linh Trang Thảo Hoa Phương Ngọc Hà Thủy Hồng Nga Tuyết Yến Vy Chi Ánh Kim Như Quỳnh Diễm Loan Xuân My',
    male: 'Minh Hùng Tuấn Dũng Anh Nam Long Huy Khoa Đức Thành Sơn Tâm Phúc Bình Quang Hải Việt Trung Khánh Tài Thắng Vinh An Lộc',
  },
  chinese: {
    female:
      'Mei Li Ying Xiu Yan Fang Jing Hui Na Lin Xia Yun Hong Qing Wei Ling Juan Zhen Min Shu Yi Jia Xin Yue Ming',
    male: 'Wei Jun Ming Jian Hao Lei Bin Feng Gang Tao Yong Kai Peng Bo Chao Hui Cheng Qiang Zhi Long Rui Yi Xiang Sheng Guang',
  },
  korean: {
    female:
      'Min-ji Soo-jin Ji-woo Eun-ji Hye-jin Yuna Mi-kyung Young-hee Seo-yeon Ha-eun Kyung-ja Hana Sun-hee Ji-hye Mi-sook',
    male: 'Min-jun Ji-hoon Sung-ho Young-soo Hyun-woo Jae-sung Dong-hyun Seung-min Jin-ho Kyung-soo Joon Tae-hyung Sang-woo Woo-jin Byung-ho',
  },
  indian: {
    female:
      'Priya Anjali Neha Pooja Kavita Sunita Deepa Lakshmi Meena Asha Anita Rekha Shreya Ananya Diya Aisha Divya Nisha Radha Sapna Swati Geeta Isha Riya Kiran',
    male: 'Raj Amit Sanjay Rahul Vijay Anil Sunil Ravi Suresh Ramesh Arjun Rohan Aarav Vikram Ashok Deepak Manoj Rajesh Arun Nikhil Karan Vivek Ajay Harpreet Gurpreet',
  },
  filipino: {
    female:
      'Maricel Rowena Jocelyn Rosalie Marites Lourdes Corazon Imelda Cristina Grace Jasmine Angelica Liezl Analyn Bituin',
    male: 'Rodel Jun Renato Rommel Reynaldo Danilo Ferdinand Arnel Romeo Edgardo Jericho Joselito Efren Dante Bayani',
  },
  arabic: {
    female: 'Fatima Aisha Mariam Zainab Layla Amina Noor Hana Salma Yasmin Khadija Sara Halima Rania Huda',
    male: 'Mohammed Ahmed Ali Omar Hassan Ibrahim Yusuf Khalid Abdullah Mustafa Hamza Bilal Karim Tariq Samir',
  },
};
